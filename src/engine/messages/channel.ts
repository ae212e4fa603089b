import type { Entity } from '../../language/scope.js';
import { isObject } from '../../model/json.js';
import type { Reason } from '../../vocabulary/reasons.js';
import type { ChannelRole } from '../../vocabulary/roles/index.js';
import type { CompiledTemplate, Program } from '../program.js';
import { hasConsent } from './admit.js';

export interface ChosenChannel {
  readonly code: string;
  readonly type: string;
  readonly address: string;
}

/** In the order in which they are asked (docs/engine.md#whether-a-message-may-go). */
const reasons = [
  'no-consent',
  'suppressed',
  'not-approved',
  'no-address',
  'no-channel',
] as const satisfies readonly Reason[];

export interface NoChannel {
  readonly reason: (typeof reasons)[number];
}

/**
 * The first channel that is usable now: declared and active, with a text in the template, allowed by the customer and by the suppression
 * list, approved by the messenger where it has to be, and with an address; else the first reason in the order of asking that kept a channel
 * back. `via` names Channels by code or by type.
 */
export function chooseChannel(
  program: Program,
  template: CompiledTemplate,
  via: readonly string[] | undefined,
  recipient: {
    readonly customer: Entity | undefined;
    readonly to: string | undefined;
    readonly needsConsent: boolean;
    /** The text for such a channel may be used. */
    readonly isApproved: (type: string) => boolean;
    /** A run on a revision of before asks. */
    readonly isPinned: boolean;
    /** Must not be written to by such a channel, at that address. */
    readonly isSuppressed: (type: string, address: string | undefined) => boolean;
  },
): ChosenChannel | NoChannel {
  const wanted = via ?? [...template.bodies.keys()];
  const found = new Set<NoChannel['reason']>();
  for (const name of wanted) {
    const channel = channelOf(program, name, recipient.isPinned);
    if (channel === undefined || !channel.active || !template.bodies.has(channel.type)) continue;
    const address =
      recipient.to === undefined
        ? addressOf(recipient.customer, channel.type)
        : isFor(channel.type, recipient.to)
          ? recipient.to
          : undefined;
    if (recipient.needsConsent && !hasConsent(recipient.customer, channel.type)) found.add('no-consent');
    else if (recipient.isSuppressed(channel.type, address)) found.add('suppressed');
    else if (!recipient.isApproved(channel.type)) found.add('not-approved');
    else if (address === undefined) found.add('no-address');
    else return { code: channel.code, type: channel.type, address };
  }
  return { reason: reasons.find((reason) => found.has(reason)) ?? 'no-channel' };
}

/** A Channel by its code; a type word is the Channel of that code, else the only one of that type. Those that left the release come last. */
function channelOf({ channels }: Program, name: string, isPinned: boolean): ChannelRole | undefined {
  const byCode = channels.get(name);
  if (byCode !== undefined && byCode.left !== true) return byCode;
  let only = onlyOnes.get(channels);
  if (only === undefined) onlyOnes.set(channels, (only = onlyOnesOf(channels)));
  return only.released.get(name) ?? (isPinned ? (byCode ?? only.left.get(name)) : undefined);
}

type Channels = Program['channels'];

/** Channels that are the only ones of their type: of those in the release, and of those that left it. */
interface OnlyOnes {
  readonly released: ReadonlyMap<string, ChannelRole>;
  readonly left: ReadonlyMap<string, ChannelRole>;
}

const onlyOnes = new WeakMap<Channels, OnlyOnes>();

function onlyOnesOf(channels: Channels): OnlyOnes {
  const all = [...channels.values()];
  const onlyOf = (some: readonly ChannelRole[]): ReadonlyMap<string, ChannelRole> =>
    new Map(
      [...Map.groupBy(some, ({ type }) => type)].flatMap(([type, of]) => (of.length === 1 ? [[type, of[0]!]] : [])),
    );
  return { released: onlyOf(all.filter(({ left }) => left !== true)), left: onlyOf(all.filter(({ left }) => left)) };
}

/** E-mail channels need the e-mail address, those of telephones a number; others are known by the customer's id. */
function addressOf(customer: Entity | undefined, type: string): string | undefined {
  if (customer === undefined) return undefined;
  if (type === 'email') return textOf(customer['email']);
  if (type === 'sms' || type === 'voice' || type === 'messenger') return phoneOf(customer);
  return textOf(customer['id']);
}

/** A letter does not go to a telephone number, nor an SMS to an e-mail address. */
function isFor(type: string, address: string): boolean {
  if (type === 'email') return address.includes('@');
  return !(type === 'sms' || type === 'voice') || !address.includes('@');
}

function phoneOf(customer: Entity): string | undefined {
  const phones = Array.isArray(customer['phones']) ? customer['phones'] : [];
  for (const phone of phones) {
    const number = textOf(isObject(phone) ? phone['number'] : phone);
    if (number !== undefined) return number;
  }
  return textOf(customer['phone']);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
