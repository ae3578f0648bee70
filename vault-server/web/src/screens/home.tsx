// The first screen behind the door: each kind of account has its own, loaded for those who have it.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure } from "../app/failure.ts";
import type { ScreenProps } from "../app/screens.ts";
import { useStore } from "../app/store.ts";
import { type AccountKind, session } from "../app/vault.ts";
import { useText } from "../i18n/use.ts";
import { ErrorCard, Progress } from "../ui/told.tsx";

const HOMES: Readonly<Record<AccountKind, () => Promise<ComponentType<ScreenProps>>>> = {
  beneficiary: () => import("./vault/home.tsx").then((m) => m.VaultHome),
  staff: () => import("./desk/home.tsx").then((m) => m.DeskHome),
  auditor: () => import("./audit/home.tsx").then((m) => m.AuditHome),
};

/** What one can do. */
export function Home({ given }: ScreenProps) {
  const text = useText();
  const kind = useStore(session)?.kind ?? "beneficiary";
  const [loaded, setLoaded] = useState<{ view: ComponentType<ScreenProps> }>();
  const [failure, setFailure] = useState<Failure>();
  const start = (): void => {
    setFailure(undefined);
    HOMES[kind]().then(
      (view) => setLoaded({ view }),
      (thrown: unknown) => setFailure(Failure.of(thrown)),
    );
  };
  useEffect(start, [kind]);
  if (failure !== undefined) return <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: start }} />;
  if (loaded !== undefined) return <loaded.view given={given} />;
  return <Progress label={text("page-loading")} />;
}
