export function IdleWarning() {
  return null;
}
