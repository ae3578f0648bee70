// Imported before all else, so that a card leaves the address before any other module runs.
import { takeFromAddress } from "./card.ts";

takeFromAddress();
