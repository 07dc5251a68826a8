// Say on the page that a passkey did not work; allauth's scripts say it in the console only.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey-problem");
  problem.hidden = true;
  requestAnimationFrame(() => {
    problem.hidden = false;
  });
});
