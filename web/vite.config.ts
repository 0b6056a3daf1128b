import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The texts of a language are found by their name; any other piece has the one that it was made of. */
const chunkFileNames = ({ facadeModuleId }: { facadeModuleId?: string | null }) => {
  const language = /\/locales\/([a-z]{2})\/index\.ts$/.exec(facadeModuleId ?? "")?.[1];
  return language ? `assets/texts-${language}-[hash].js` : "assets/[name]-[hash].js";
};

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { outDir: "../build/console", emptyOutDir: true, assetsInlineLimit: 0, target: "es2022", rolldownOptions: { output: { chunkFileNames } } },
});
