export { OrderDetail } from "./order-detail";
