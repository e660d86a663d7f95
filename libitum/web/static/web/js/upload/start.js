// Fetches the scripts of uploading when a page has something to upload. From then on they outlive every page.

const WANTED = "libitum-uploads, libitum-import, libitum-processing";

function look() {
  if (document.querySelector(WANTED)) import("./main.js");
}

document.addEventListener("libitum:page", look);
look();
