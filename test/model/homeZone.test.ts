import { describe, expect, test } from 'vitest';
import { homeZone } from '../../src/model/homeZone.js';

const account = 'Europe/London';
const of = (customer: Readonly<Record<string, unknown>>) => homeZone(customer, account);
const phone = (number: string) => ({ phones: [{ number }] });

describe('the zone in which a customer lives', () => {
  test('is what the card says, whatever else is known', () => {
    const elsewhere = { address: { region: 'Омская область' }, ...phone('+7 495 000-00-00') };
    expect(of({ timezone: 'Asia/Tokyo', ...elsewhere })).toBe('Asia/Tokyo');
    expect(of({ customFields: { timezone: 'Asia/Tokyo' }, ...elsewhere })).toBe('Asia/Tokyo');
    expect(of({ timezone: 'nonsense', ...elsewhere })).toBe('Asia/Omsk');
  });

  test.each([
    ['Омская обл', 'Asia/Omsk'],
    ['Томская область', 'Asia/Tomsk'],
    ['Курская область', 'Europe/Moscow'],
    ['Курганская область', 'Asia/Yekaterinburg'],
    ['Ненецкий АО', 'Europe/Moscow'],
    ['Ямало-Ненецкий автономный округ', 'Asia/Yekaterinburg'],
    ['Республика Саха (Якутия)', 'Asia/Yakutsk'],
    ['Новгородская область', 'Europe/Moscow'],
    ['Новосибирская область', 'Asia/Novosibirsk'],
    ['г. Москва', 'Europe/Moscow'],
    ['Калининградская область', 'Europe/Kaliningrad'],
    ['Республика Коми', 'Europe/Moscow'],
    ['Пермский край', 'Asia/Yekaterinburg'],
    ['Нарния', account],
  ])('else that of the region: %s', (region, zone) => {
    expect(of({ address: { countryIso: 'RU', region } })).toBe(zone);
    expect(of({ address: { region } })).toBe(zone);
  });

  test('else that of the city, or of a country where one clock holds', () => {
    expect(of({ address: { city: 'Екатеринбург' } })).toBe('Asia/Yekaterinburg');
    expect(of({ address: { countryIso: 'KZ', region: 'Омская область' } })).toBe('Asia/Almaty');
    expect(of({ address: { countryIso: 'US', region: 'Texas' } })).toBe(account);
  });

  test.each([
    ['+7 (343) 200-00-00', 'Asia/Yekaterinburg'],
    ['8 423 200-00-00', 'Asia/Vladivostok'],
    ['+7 8617 20-00-00', 'Europe/Moscow'],
    ['+7 999 000-00-01', account],
    ['+7 701 000-00-01', 'Asia/Almaty'],
    ['+375 29 000-00-01', 'Europe/Minsk'],
    ['+998 90 000 00 01', 'Asia/Tashkent'],
    ['200-00-00', account],
    ['112', account],
  ])('else that of the phone: %s', (number, zone) => {
    expect(of(phone(number))).toBe(zone);
  });

  test('else that of the account', () => {
    expect(of({})).toBe(account);
    expect(homeZone(undefined, account)).toBe(account);
  });

  test('follows the card when it changes in place', () => {
    const card: Record<string, unknown> = { address: { region: 'Омская область' } };
    expect(of(card)).toBe('Asia/Omsk');
    card['address'] = { region: 'Томская область' };
    expect(of(card)).toBe('Asia/Tomsk');
  });
});
