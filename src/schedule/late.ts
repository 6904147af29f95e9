/** Why a post came late, as its message says; `from` and `to` in epoch ms. */
export interface Late {
  readonly cause: 'down' | 'refused';
  readonly from: number;
  readonly to: number;
}
