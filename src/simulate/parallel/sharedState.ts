/** Something that customers have in common came up: only one thread can run this. The message says what, to go behind "because". */
export class SharedState extends Error {
  override readonly name = 'SharedState';
}
