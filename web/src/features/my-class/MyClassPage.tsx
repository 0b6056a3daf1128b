import { Group, Skeleton } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { StateMessage } from "@/components/StateMessage";
import { ButtonLink } from "@/components/links";
import { ClassChoice, type OwnList } from "./ClassChoice";
import { ClassView } from "./ClassView";
import { type Cover, Covers } from "./Covers";
import { RedeemCode } from "./RedeemCode";
import { type Kept, keepHere, keptHere } from "./kept";
import "./texts";
import { useClasses } from "./use-classes";
import { useMeetings } from "./use-meetings";

/** A teacher's students, as they are in front of the class: one list or several. */
export function MyClassPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/my-class" });
  const may = useMay(school);
  const { lists, covers, error, isPending, again, await: awaitCover } = useClasses(school);
  return (
    <Page title={t("myClass.title")} width="none">
      {error !== null && <ErrorState error={error} onRetry={again} />}
      {isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      <Covers school={school} covers={covers} />
      {lists?.length === 0 && <NoClass school={school} />}
      {lists && lists.length > 0 && <Classes key={school} school={school} lists={lists} covers={covers} />}
      {lists && (
        <Group align="flex-start">
          {may("substituteCodes:redeem") && <RedeemCode school={school} onRedeemed={awaitCover} />}
          {may("substituteCodes:edit") && (
            <ButtonLink to="/schools/$school/substitutes" params={{ school }} variant="default">
              {t("myClass.toSubstitutes")}
            </ButtonLink>
          )}
        </Group>
      )}
    </Page>
  );
}

function NoClass({ school }: { school: string }) {
  const { t } = useTranslation();
  return (
    <StateMessage title={t("myClass.noClasses")} text={t("myClass.noClassesHint")}>
      <ButtonLink to="/schools/$school/people/lists" params={{ school }} variant="default">
        {t("people.lists.toAll")}
      </ButtonLink>
    </StateMessage>
  );
}

interface ClassesProps {
  school: string;
  lists: readonly OwnList[];
  covers: readonly Cover[];
}

function Classes({ school, lists, covers }: ClassesProps) {
  const [wanted, setWanted] = useState(() => keptHere(school));
  const [isChosen, setChosen] = useState(false);
  const own = useIdentity().memberships.find((one) => one.school === school)?.person;
  const covered = lists.flatMap(({ substituteFor }) => substituteFor ?? []);
  const meetings = useMeetings(school, [...new Set([...(own ? [own] : []), ...covered])]);
  const ids = lists.map(({ name }) => idOf(name));
  const now = ids.filter((list) => meetings.byList.get(list)?.when === "now");
  const known = wanted.lists.filter((list) => ids.includes(list));
  // Whoever has one class has chosen it; else it is what meets, until somebody says otherwise.
  const shown = ids.length === 1 ? ids : !isChosen && now.length ? now : known;
  const kept = { ...wanted, lists: shown };
  const change = (changes: Partial<Kept>) => {
    const after = { ...kept, ...changes };
    if (changes.lists) setChosen(true);
    setWanted(after);
    keepHere(school, after);
  };
  return (
    <>
      <ClassChoice
        lists={lists}
        meetings={meetings}
        teachers={new Map(covers.map(({ teacher, teacherName }) => [teacher, teacherName]))}
        chosen={kept.lists}
        onChange={(chosen) => change({ lists: chosen })}
      />
      {meetings.isKnown && <ClassView school={school} kept={kept} onChange={change} />}
    </>
  );
}
