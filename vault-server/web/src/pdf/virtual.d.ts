declare module "virtual:pdf-data" {
  type Text = Promise<{ readonly default: string }>;
  /** By the file's name, in base64. */
  export const fonts: Readonly<Record<string, () => Text>>;
  /** By the file's name, in base64. */
  export const tables: () => Promise<{ readonly default: Readonly<Record<string, string>> }>;
  /** The folder of the decoders, with a slash at its end. */
  export const decoders: string;
}
