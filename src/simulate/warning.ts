/** Something that whoever reads a back-test should know. */
export interface Warning {
  /** `invalid-line late-event unknown-code unassigned lookahead …` */
  readonly code: string;
  readonly message: string;
  readonly address: string | null;
}
