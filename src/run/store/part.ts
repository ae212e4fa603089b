/** A part of the engine's state with what it has not written yet. */
export interface Part<S> {
  readonly state: S;
  /** Writes it. */
  flush(): void;
  /** Forgets all that was read or set. */
  forget(): void;
  /** How much it knows. */
  size(): number;
}
