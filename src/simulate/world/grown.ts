/** The array, or one twice as long with the same numbers where there is no such place yet. */
export function grown<T extends Float64Array | Int32Array | Uint8Array>(array: T, place: number): T {
  if (place < array.length) return array;
  const longer = new (array.constructor as new (length: number) => T)(array.length * 2); // of the same type
  longer.set(array);
  return longer;
}
