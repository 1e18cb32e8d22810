// The place of Output, empty for the moment until the part that draws it has come.
import { type ComponentType, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { lazily } from "../lazily.ts";

const load = lazily(async () => (await import("./output.tsx")).default);

export function LazyOutput() {
  const t = useTranslations("output");
  const [Output, setOutput] = useState<ComponentType | undefined>(() => load.now);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    load().then(
      (part) => current && setOutput(() => part),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, []);
  if (Output) return <Output />;
  return (
    <section className="output nothing" aria-label={t("name")}>
      {failed && <p>{t("unavailable")}</p>}
    </section>
  );
}
