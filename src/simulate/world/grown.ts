/** An array twice as long that begins with the same numbers. */
export function grown<T extends Float64Array | Int32Array | Uint8Array>(array: T): T {
  const longer = new (array.constructor as new (length: number) => T)(array.length * 2); // of the same type
  longer.set(array);
  return longer;
}
