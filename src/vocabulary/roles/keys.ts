/** Whether a key, by what its parts read, names the customer and leaves the order out: what it tells apart is about the customer. */
export function isOfCustomer(key: readonly { readonly reads: readonly string[] }[]): boolean {
  const reads = key.flatMap((part) => part.reads.map((path) => path.split('.')));
  return reads.some(([variable]) => variable === 'customer') && !reads.some((path) => path.includes('order'));
}
