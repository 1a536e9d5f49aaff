export function AccountSwitcher() {
  return null;
}
