import { libraryForBrowsers } from "../../tsup.base.ts";

export default libraryForBrowsers();
