declare module "virtual:languages" {
  import type { Language } from "./words.ts";
  const languages: readonly Language[];
  export default languages;
}
