import { Slot } from "../slot";

/** What the top bar of a phone has no room for: how the market stands, and who trades. */
export function PhoneStrip() {
  return (
    <section aria-label="Market and account" className="phone-strip">
      <Slot name="MarketClock" waiting={<span className="h-6 w-40" />} />
      <Slot name="AccountSwitcher" waiting={<span className="ml-auto h-6 w-24" />} />
    </section>
  );
}
