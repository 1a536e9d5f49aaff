export { AccountSwitcher } from "./account-switcher";
export { AccountsPage } from "./accounts-page";
