/** Why a round's question was chosen, kept with the round and told by `/prep daily why`. */
export interface Because {
  /** epoch ms: when this channel had it before; absent if it never had */
  readonly repeatOf?: number;
}
