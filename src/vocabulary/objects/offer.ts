import type { ObjectWord } from '../../language/scope.js';
import { any, string } from '../../language/valueType.js';
import { amount, figure, flag, free, list, map, text } from './field.js';

export const offer: ObjectWord = {
  name: 'offer',
  doc: 'What is sold: an offer of a product.',
  fields: {
    id: figure('Id in the CRM.'),
    externalId: text('Id in the shop.'),
    xmlId: text('Id in the warehouse system.'),
    displayName: text('Name shown to people.'),
    name: text('Name.'),
    article: text('Article.'),
    vatRate: text('VAT rate.'),
    unit: free('Unit of measure: code, name, sym.'),
    barcode: text('Barcode.'),
    properties: map(any, 'Properties, by code.'),
    quantity: amount('Pieces in stock.'),
    price: amount('Price.'),
    prices: list(any, 'Prices by price type.'),
    purchasePrice: amount('What it costs the shop.'),
    images: list(string, 'Pictures.'),
    weight: figure('Weight, grams.'),
    length: figure('Length, millimetres.'),
    width: figure('Width, millimetres.'),
    height: figure('Height, millimetres.'),
    active: flag('It is sold.'),
    site: text('Shop.'),
  },
};
