// After an example has run: first the offer to run it with another number of workers, then both times as bars and what they
// mean, and which example to look at next. Only times that were measured in this tab, of this very text.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { exampleOf } from "../../program/examples/catalog.ts";
import { leaveLink } from "../address.ts";
import { useBench, useLang, usePage, useRun, useSession } from "../page.tsx";
import { formatCount, formatRatio, formatSeconds, type Lang } from "../units.ts";
import { type Comparison, compare, tryNext } from "./compare.ts";

export function SpeedUp() {
  const t = useTranslations("race");
  const program = useBench((bench) => bench.program);
  const slug = useBench((bench) => bench.slug);
  const ran = useSession((session) => session.ran);
  const timings = useSession((session) => session.timings);
  const running = useRun((state) => state.status === "running");
  if (slug === null || ran !== program || timings.length === 0) return null;
  const comparison = compare(timings);
  return (
    <section className="race" aria-label={t("name")}>
      {comparison && <Bars comparison={comparison} />}
      <p>
        {comparison ? (
          <Verdict comparison={comparison} />
        ) : (
          <Offer ranWith={timings.at(-1)!.workers} running={running} />
        )}
        <Next slug={slug} />
      </p>
    </section>
  );
}

/** Runs the same program once with another number of workers; the field stays as it is. */
function Offer({ ranWith, running }: { ranWith: number; running: boolean }): ReactNode {
  const t = useTranslations("race");
  const lang = useLang();
  const { session } = usePage();
  const count = tryNext(ranWith, Math.min(4, navigator.hardwareConcurrency || 1));
  return (
    <button
      type="button"
      className="btn out sm try"
      aria-disabled={running}
      onClick={() => running || void session.start(count)}
    >
      {t("try", { count, n: formatCount(lang, count) })}
    </button>
  );
}

function Bars({ comparison }: { comparison: Comparison }): ReactNode {
  const { more, fewer } = comparison;
  const longest = Math.max(more.ms, fewer.ms);
  return (
    <dl>
      <Bar workers={more.workers} ms={more.ms} share={more.ms / longest} hollow={false} />
      <Bar workers={fewer.workers} ms={fewer.ms} share={fewer.ms / longest} hollow />
    </dl>
  );
}

function Bar({
  workers,
  ms,
  share,
  hollow,
}: {
  workers: number;
  ms: number;
  share: number;
  hollow: boolean;
}): ReactNode {
  const t = useTranslations("race");
  const lang = useLang();
  return (
    <>
      <dt>{t("workers", { count: workers, n: formatCount(lang, workers) })}</dt>
      <dd className={hollow ? "was" : ""}>
        <i style={{ width: `${(share * 100).toFixed(1)}%` }} />
        <span>{formatSeconds(lang, ms)}</span>
      </dd>
    </>
  );
}

function Verdict({ comparison }: { comparison: Comparison }): ReactNode {
  const t = useTranslations("race");
  const lang = useLang();
  const { verdict, ratio, more, fewer } = comparison;
  const [n, m] = [more.workers, fewer.workers].map((count) => formatCount(lang, count)) as [string, string];
  if (verdict === "same") return <b>{t("same", { n, m })}</b>;
  return <b>{t(verdict, { n, ratio: ratioText(lang, ratio) })}</b>;
}

const ratioText = (lang: Lang, ratio: number): string =>
  ratio < 10 ? formatRatio(lang, ratio) : formatCount(lang, ratio);

function Next({ slug }: { slug: string }): ReactNode {
  const t = useTranslations("race");
  const lang = useLang();
  const { workbench } = usePage();
  const next = (exampleOf(slug)?.next ?? []).map(exampleOf).filter((example) => example !== undefined);
  if (next.length === 0) return null;
  return (
    <span className="next">
      <span className="dim">{t("next")}</span>
      {next.map((example) => (
        <button
          type="button"
          className="position"
          key={example.slug}
          onClick={() => {
            leaveLink();
            workbench.openExample(example.slug, example.program);
          }}
        >
          {example.title[lang]}
        </button>
      ))}
    </span>
  );
}
