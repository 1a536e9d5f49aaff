export { AlertsPage } from "./alerts-page";
export { NotificationBell } from "./notification-bell";
