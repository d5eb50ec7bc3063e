/** The styles that the first screen does without. A module of its own, so that they are read apart from the first chunk. */
import "./mantine.css";
