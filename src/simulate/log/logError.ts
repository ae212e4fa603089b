/** A log that cannot be read to its end: not there, not readable, cut off, not gzip. One broken line is no such thing. */
export class LogError extends Error {
  constructor(
    readonly file: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LogError';
  }
}
