import { carrierOf } from '../vocabulary/kinds/carriers.js';
import type { ChannelProvider } from './channel.js';
import { http } from './http.js';
import { smtp } from './smtp.js';

/** Ways to carry messages, in the order in which they are documented. */
export const providers: readonly ChannelProvider[] = [smtp, http];

/** The provider of a Channel: the one that it names, else the default of its type. */
export function providerOf(spec: Readonly<Record<string, unknown>>): ChannelProvider | undefined {
  const carrier = carrierOf(spec);
  return providers.find(({ name }) => name === carrier);
}
