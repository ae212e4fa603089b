/** Users among whom work is divided. */
export interface TeamRole {
  readonly code: string;
  /** `user/anna@shop.ru`, in their order. */
  readonly members: readonly string[];
  readonly calendar?: string;
  readonly strategy: string;
}
