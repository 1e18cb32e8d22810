// Tells use-intl the keys and arguments of our messages, so that an unknown key or a missing argument is a type error.
import type en from "./en.ts";

declare module "use-intl" {
  interface AppConfig {
    Locale: "en" | "es";
    Messages: typeof en;
  }
}
