import { Anchor, Button, type ButtonProps, NavLink } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";

// The kit makes a button of it unless it is told.
const AnchorButton = (props: ButtonProps & Omit<ComponentProps<"a">, keyof ButtonProps>) => (
  <Button component="a" {...props} />
);

/** Links of the kit that know the console's addresses. */
export const PageLink = createLink(Anchor<"a">);
export const NavigationLink = createLink(NavLink<"a">);
export const ButtonLink = createLink(AnchorButton);
