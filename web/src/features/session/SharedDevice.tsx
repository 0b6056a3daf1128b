import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { chooseShared, isChromeOs, sharedChoice } from "./device";

/** Whether others use this device as well; this browser remembers it. */
export function SharedDevice() {
  const { t } = useTranslation();
  const [isOn, setOn] = useState(() => sharedChoice() ?? isChromeOs());
  return (
    <Checkbox
      label={t("sharedDevice.label")}
      description={t("sharedDevice.hint")}
      checked={isOn}
      onChange={({ currentTarget: { checked } }) => {
        chooseShared(checked);
        setOn(checked);
      }}
    />
  );
}
