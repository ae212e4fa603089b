import { isObject } from './json.js';
import { plainPhone } from './phone.js';
import { remembered } from './remembered.js';
import { isZone } from './zone.js';

/**
 * Zone in which a customer lives: what the card says, else what follows from its address (region, or a country with one zone), else from
 * the address to which the order goes, else `delivered` (where earlier ones went), else from the area code or the country of the phone;
 * the zone of the account when none of them tells.
 */
export function homeZone(
  customer: unknown,
  account: string,
  order?: unknown,
  delivered: () => string | undefined = nowhere,
): string {
  const card = isObject(customer) ? customer : nothing;
  return (
    zoneOfCard(card) ??
    zoneOfDelivery(order) ??
    delivered() ??
    zoneOfPhone(firstNumber(card['phones']) ?? (isObject(order) ? order['phone'] : undefined)) ??
    account
  );
}

/** What the card itself says, by its zone or its address. */
export function zoneOfCard(customer: Data): string | undefined {
  const { customFields, address } = customer;
  const own = customer['timezone'] ?? (isObject(customFields) ? customFields['timezone'] : undefined);
  return typeof own === 'string' && own !== '' && isKnown(own) ? own : zoneOfAddress(address);
}

/** What the address says to which an order goes. */
export function zoneOfDelivery(order: unknown): string | undefined {
  const delivery = isObject(order) ? order['delivery'] : undefined;
  if (!isObject(order) || !isObject(delivery)) return undefined;
  return zoneOfAddress(delivery['address'], order['countryIso']);
}

type Data = Readonly<Record<string, unknown>>;

const nothing: Data = {};
const nowhere = (): undefined => undefined;
const isKnown = remembered(isZone);

function zoneOfAddress(address: unknown, otherwise?: unknown): string | undefined {
  if (!isObject(address)) return undefined;
  const { countryIso = otherwise, region, city } = address;
  const country = typeof countryIso === 'string' ? countryIso.toUpperCase() : 'RU';
  if (country !== 'RU') return countries.find(({ iso }) => iso === country)?.zone;
  return (
    (typeof region === 'string' ? zoneOfPlace(region) : undefined) ??
    (typeof city === 'string' ? zoneOfPlace(city) : undefined)
  );
}

const zoneOfPlace = remembered((place: string): string | undefined => {
  const words = place
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^а-я]+/u);
  return regions.find(({ stems }) => stems.some((stem) => words.some((word) => word.startsWith(stem))))?.zone;
});

function zoneOfPhone(number: unknown): string | undefined {
  return typeof number === 'string' ? zoneOfNumber(number) : undefined;
}

const zoneOfNumber = remembered((number: string): string | undefined => {
  const digits = plainPhone(number);
  if (digits === undefined) return undefined;
  if (digits.length === 11 && digits.startsWith('7'))
    return /^7[67]/.test(digits) ? 'Asia/Almaty' : prefixed(areaCodes, digits.slice(1));
  // Without its country a number tells nothing.
  return digits.length < 11 ? undefined : prefixed(countryCodes, digits);
});

/** Codes have two or three digits, and none begins with another. */
function prefixed(zones: ReadonlyMap<string, string>, digits: string): string | undefined {
  return zones.get(digits.slice(0, 3)) ?? zones.get(digits.slice(0, 2));
}

function firstNumber(phones: unknown): unknown {
  const first: unknown = Array.isArray(phones) ? phones[0] : undefined;
  return isObject(first) ? first['number'] : first;
}

/** Russia: beginnings of the words by which regions are called, and area codes. What is part of another name comes behind it. */
const regions: readonly {
  readonly zone: string;
  readonly stems: readonly string[];
  readonly codes: readonly string[];
}[] = [
  ['Europe/Kaliningrad', 'калининград', '401'],
  ['Europe/Samara', 'самар удмурт тольятт ижевск', '846 848 341'],
  ['Europe/Saratov', 'саратов', '845'],
  ['Europe/Ulyanovsk', 'ульяновск', '842'],
  ['Europe/Astrakhan', 'астрахан', '851'],
  [
    'Asia/Yekaterinburg',
    'башкорт башкир уфа курган оренбург перм свердлов екатеринбург тюмен челябин ханты югра ямал',
    '342 343 345 346 347 349 351 352 353',
  ],
  ['Asia/Omsk', 'омск', '381'],
  ['Asia/Novosibirsk', 'новосибирск', '383'],
  ['Asia/Barnaul', 'алтай барнаул', '385 388'],
  ['Asia/Tomsk', 'томск', '382'],
  ['Asia/Novokuznetsk', 'кемеров кузбасс новокузнецк', '384'],
  ['Asia/Krasnoyarsk', 'красноярск тыва тува хакас', '390 391 394'],
  ['Asia/Irkutsk', 'иркутск бурят', '395 301'],
  ['Asia/Chita', 'забайкал чита', '302'],
  ['Asia/Yakutsk', 'саха якут амурск благовещенск', '411 416'],
  ['Asia/Vladivostok', 'приморск владивосток хабаровск еврейск', '421 423 426'],
  ['Asia/Sakhalin', 'сахалин', '424'],
  ['Asia/Magadan', 'магадан', '413'],
  ['Asia/Kamchatka', 'камчат', '415'],
  ['Asia/Anadyr', 'чукот', '427'],
  [
    'Europe/Moscow',
    `москв московск санкт петербург ленинград адыг архангельск белгород брянск владимир волгоград волог воронеж дагестан иванов
     ингуш кабардино калмык калуж карачаев карел киров коми костром краснодар крым севастоп курск липецк марий мордов мурманск ненецк
     нижегород нижний новгород орлов пенз псков ростов рязан северная смоленск ставропол тамбов татарст казан твер тул чечен чуваш ярослав`,
    `365 47 481 482 483 484 485 486 487 491 492 493 494 495 496 498 499 811 812 813 814 815 816 817 818 820 821 831 833 834 835 836 841
     843 844 847 855 86 871 872 873 877 878`,
  ],
].map(([zone = '', stems = '', codes = '']) => ({ zone, stems: stems.split(/\s+/), codes: codes.split(/\s+/) }));

/** Countries in which one clock holds, and how their numbers begin. */
const countries: readonly { readonly iso: string; readonly code: string; readonly zone: string }[] = [
  ['BY', '375', 'Europe/Minsk'],
  ['KZ', '77', 'Asia/Almaty'],
  ['UZ', '998', 'Asia/Tashkent'],
  ['KG', '996', 'Asia/Bishkek'],
  ['TJ', '992', 'Asia/Dushanbe'],
  ['TM', '993', 'Asia/Ashgabat'],
  ['AM', '374', 'Asia/Yerevan'],
  ['AZ', '994', 'Asia/Baku'],
  ['GE', '995', 'Asia/Tbilisi'],
  ['MD', '373', 'Europe/Chisinau'],
  ['UA', '380', 'Europe/Kyiv'],
  ['LT', '370', 'Europe/Vilnius'],
  ['LV', '371', 'Europe/Riga'],
  ['EE', '372', 'Europe/Tallinn'],
  ['RS', '381', 'Europe/Belgrade'],
  ['BG', '359', 'Europe/Sofia'],
  ['FI', '358', 'Europe/Helsinki'],
  ['CZ', '420', 'Europe/Prague'],
  ['IL', '972', 'Asia/Jerusalem'],
  ['AE', '971', 'Asia/Dubai'],
  ['PL', '48', 'Europe/Warsaw'],
  ['DE', '49', 'Europe/Berlin'],
  ['TR', '90', 'Europe/Istanbul'],
].map(([iso = '', code = '', zone = '']) => ({ iso, code, zone }));

const areaCodes = new Map(regions.flatMap(({ zone, codes }) => codes.map((code) => [code, zone] as const)));
const countryCodes = new Map(countries.map(({ code, zone }) => [code, zone] as const));
