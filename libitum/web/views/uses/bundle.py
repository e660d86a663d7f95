"""All that there is to prove, to take to somebody who checks it without this site."""
