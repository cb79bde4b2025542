declare const brand: unique symbol;

/**
 * A `T` that has been checked and may not be mistaken for any other `T`. Only the parse or make function
 * next to the brand may cast to it; everywhere else a plain `T` does not fit.
 */
export type Branded<T, K extends string> = T & { readonly [brand]: K };
