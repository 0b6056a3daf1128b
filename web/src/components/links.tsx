import { Anchor, Button, NavLink } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

/** Links of the kit that know the console's addresses. */
export const PageLink = createLink(Anchor<"a">);
export const NavigationLink = createLink(NavLink<"a">);
export const ButtonLink = createLink(Button<"a">);
