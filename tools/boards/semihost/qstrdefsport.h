// No qstrs but those found in the sources.
