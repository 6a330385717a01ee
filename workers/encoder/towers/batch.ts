/** Most items a tower is given at once. */
export const BATCH = 8;
