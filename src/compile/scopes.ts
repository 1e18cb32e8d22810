export interface Literal {
  readonly id: number;
}
