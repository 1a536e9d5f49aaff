export { Ticket } from "./ticket";
