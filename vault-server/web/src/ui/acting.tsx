// What is told while an act goes on or something is fetched, and when it failed.
import type { Act, Loaded } from "../app/act.ts";
import { useText } from "../i18n/use.ts";
import { ErrorCard, Progress } from "./told.tsx";

/** What is told of an act. */
export function Acting({ act, label }: { readonly act: Act; readonly label?: string }) {
  const text = useText();
  return (
    <>
      {act.failure !== undefined && <ErrorCard failure={act.failure} />}
      {act.busy && <Progress label={label ?? text("page-loading")} />}
    </>
  );
}

/** While something is fetched, and when it did not come. */
export function Waiting({ of, label }: { readonly of: Loaded<unknown>; readonly label: string }) {
  const text = useText();
  if (of.failure !== undefined) return <ErrorCard failure={of.failure} remedy={{ label: text("page-again"), onPress: of.again }} />;
  return of.value === undefined ? <Progress label={label} /> : null;
}
