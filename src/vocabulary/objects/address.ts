import type { Entity, ObjectWord } from '../../language/scope.js';
import { string } from '../../language/valueType.js';
import { added, figure, flag, text } from './field.js';

export const address: ObjectWord = {
  name: 'address',
  doc: 'An address of a customer or of a delivery.',
  fields: {
    id: figure('Id in the CRM.'),
    externalId: text('Id in the shop.'),
    name: text('Name of the address.'),
    isMain: flag('Main address of a company.'),
    index: text('Postal code.'),
    countryIso: text('Country, ISO 3166-1 alpha-2.'),
    region: text('Region.'),
    regionId: figure('Id of the region.'),
    city: text('City.'),
    cityId: figure('Id of the city.'),
    cityType: text('Type of settlement.'),
    street: text('Street.'),
    streetId: figure('Id of the street.'),
    streetType: text('Type of street.'),
    building: text('Building.'),
    flat: text('Flat or office.'),
    floor: figure('Floor.'),
    block: figure('Entrance.'),
    house: text('Block of buildings.'),
    housing: text('Housing.'),
    metro: text('Underground station.'),
    notes: text('Notes.'),
    text: text('The address in words.'),
  },
  twig: {
    line: added(
      string,
      'The address in one line.',
      { source: 'text, else index, region, city, street, building, flat' },
      lineOf,
    ),
  },
};

function lineOf(address: Entity): unknown {
  if (typeof address['text'] === 'string' && address['text'] !== '') return address['text'];
  const parts = ['index', 'region', 'city', 'street', 'building', 'flat'].map((part) => address[part]);
  return parts.filter((part) => part !== undefined && part !== null && part !== '').join(', ') || undefined;
}
