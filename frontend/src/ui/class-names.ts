import { clsx } from "clsx";

/** Class names that are wanted: falsy ones are left out. */
export const cx = clsx;
