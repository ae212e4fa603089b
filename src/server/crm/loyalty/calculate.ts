import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { present, success } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { findNamed } from '../api/identifiers.js';
import { list, map, number, oneOf } from '../api/members.js';
import { readEntity, readText, type Call } from '../api/parameters.js';
import { refuseEntity, refuseParameters } from '../api/refused.js';
import { readSite } from '../api/sites.js';
import { layItems, lineOf, numberOf } from '../orders/items.js';
import { itemShape } from '../orders/shape.js';
import { sumOrder, type Privilege } from '../orders/sums.js';
import { transact } from '../store/actor.js';
import type { Document, Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { activeAccount, standingOf } from './accounts.js';
import { amountOf } from './bonuses.js';
import { creditOf, discountPercent, privilegeTypes, worthOf, type Holder } from './privileges.js';
import { chargeRateOf, programById, showLevel } from './programs.js';
import { upToDate } from './upToDate.js';

const shape = {
  privilegeType: oneOf(...privilegeTypes),
  discountManualAmount: number(0),
  discountManualPercent: number(0),
  items: list(map(itemShape)),
  delivery: map({ cost: number(0) }),
};

/** What an order would cost with each privilege, and what it costs with the one that it names. Nothing is stored. */
export function calculateOrder(call: Call): Answer {
  const sent = readEntity(call, 'order');
  const site = readSite(call);
  const { store } = upToDate(call);
  const asked = readBonuses(call);
  return transact(store, call.actor, (writing) => {
    const order = layEntity(writing, shape, { privilegeType: 'none' }, sent, ['items']);
    const named = isObject(sent['customer']) ? sent['customer'] : undefined;
    const customer =
      named && (findNamed(store, 'customers', named, site) ?? refuseEntity({ customer: 'There is no such customer.' }));
    const holder = holderOf(store, customer, site);
    const items = layItems(writing, [], Array.isArray(order['items']) ? order['items'].filter(isObject) : []);
    const lines = items.map((item) => lineOf(writing, item));
    const base = {
      discountAmount: numberOf(order['discountManualAmount']),
      discountPercent: numberOf(order['discountManualPercent']),
      deliveryCost: isObject(order['delivery']) ? numberOf(order['delivery']['cost']) : 0,
    };
    const goods = sumOrder(lines, base).totalSumm - base.deliveryCost;
    const worths = worthOf(goods, holder);
    const chosen = worths.find(({ privilegeType }) => privilegeType === order['privilegeType']) ?? worths[0]!;
    if (asked > chosen.maxChargeBonuses) refuseParameters({ bonuses: `${chosen.maxChargeBonuses} are the most.` });
    const privilege = privilegeFor(chosen.privilegeType, holder);
    const sums = sumOrder(lines, { ...base, privilege, charged: asked * holder.chargeRate });
    const paid = sums.totalSumm - base.deliveryCost;
    const best = Math.max(...worths.map(({ discount, creditBonuses }) => discount + creditBonuses));
    return success(
      present({
        order: present({
          bonusesCreditTotal: chosen.privilegeType === 'loyalty_level' ? creditOf(holder.level, paid) : 0,
          bonusesChargeTotal: asked,
          privilegeType: chosen.privilegeType,
          totalSumm: sums.totalSumm,
          loyaltyAccount: holder.account && { id: holder.account.id, amount: holder.amount },
          loyaltyLevel: holder.level && showLevel(holder.level),
          customer: { ...(customer ? { id: customer.id } : {}), personalDiscount: holder.personalDiscount },
          delivery: { cost: base.deliveryCost },
          site,
          items: items.map((item, index) => {
            const { price, discountTotal, charged, discounts } = sums.lines[index]!;
            const { quantity, initialPrice } = lines[index]!;
            const prices = [{ price, quantity }];
            const bonuses = { bonusesChargeTotal: charged / holder.chargeRate, bonusesCreditTotal: 0 };
            return present({
              ...bonuses,
              initialPrice,
              discounts,
              discountTotal,
              prices,
              quantity,
              offer: item['offer'],
            });
          }),
        }),
        calculations: worths.map((worth) => ({ ...worth, maximum: worth.discount + worth.creditBonuses === best })),
        loyalty: holder.program,
      }),
    );
  });
}

interface Member extends Holder {
  readonly account: Stored | undefined;
  readonly program: Document | undefined;
}

function holderOf(store: Store, customer: Stored | undefined, site: string): Member {
  const account = customer && activeAccount(store, customer.id, site);
  const program = account && programById(store, account.document['loyalty']);
  const chargeRate = program ? chargeRateOf(program) : 1;
  return {
    account,
    program: program && { name: program.document['name'], chargeRate },
    level: account && standingOf(store, account).level,
    amount: account && amountOf(store, account.id),
    chargeRate,
    personalDiscount: numberOf(customer?.document['personalDiscount']),
  };
}

function privilegeFor(type: string, { level, personalDiscount }: Holder): Privilege | undefined {
  if (type === 'personal') return { type, percent: personalDiscount };
  return type === 'loyalty_level' ? { type, percent: discountPercent(level) } : undefined;
}

function readBonuses(call: Call): number {
  const problems: Record<string, string> = {};
  const read = number(0)(readText(call, 'bonuses') ?? 0, 'bonuses', { store: call.store, problems });
  return typeof read === 'number' ? read : refuseParameters(problems);
}
