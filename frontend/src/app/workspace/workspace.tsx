import { useSelection } from "@/state/selection";
import { useMedia } from "@/ui/media";
import { Desktop } from "./desktop";
import { OrderDrawer } from "./order-drawer";
import { Phone } from "./phone";
import { useSymbolInAddress } from "./symbol-in-address";
import { Tablet } from "./tablet";

/** The page to trade on: as many panels at once as there is room for. */
export default function Workspace() {
  const symbol = useSelection((state) => state.symbol);
  const isWide = useMedia("(min-width: 1280px)");
  const isPhone = useMedia("(max-width: 819px)");
  useSymbolInAddress();
  const Layout = pick(isWide, isPhone);
  return (
    <>
      <h1 className="sr-only">Workspace: {symbol}</h1>
      <Layout />
      <OrderDrawer />
    </>
  );
}

function pick(isWide: boolean, isPhone: boolean) {
  if (isPhone) return Phone;
  return isWide ? Desktop : Tablet;
}
