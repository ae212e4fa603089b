import type { Form } from './functionsPage.js';

/** CEL's macros over lists, and the forms whose argument is a path or a pattern; a test compares the names with the compiler's. */
export const functionForms: Readonly<Record<string, Form>> = {
  all: {
    example: 'order.items.all(i, i.quantity > 1)',
    doc: 'The condition holds for every element; for none of an empty list it holds.',
  },
  exists: { example: 'order.items.exists(i, i.offer.article == "TS-01")', doc: 'It holds for at least one element.' },
  exists_one: { example: 'order.payments.exists_one(p, p.status == "paid")', doc: 'It holds for exactly one.' },
  filter: { example: 'order.items.filter(i, i.price > 1000)', doc: 'The elements for which it holds.' },
  map: {
    example: 'order.items.map(i, i.sum)',
    doc: 'A value of each element; with a condition between, of those for which it holds.',
  },
  has: {
    example: 'has(order.email)',
    doc: 'The value is there. The path is checked: a typing error in it is an error.',
  },
  orValue: { example: 'customer.firstName.orValue("")', doc: 'The value, or this one where it is missing.' },
  matches: {
    example: 'order.phone.matches("^\\\\+7")',
    doc: 'The text fits the pattern, a literal; it is searched in linear time.',
  },
};
