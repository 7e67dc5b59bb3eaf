// Uses /docs as a reader would: opens an operation, gives a key, tries it; then says what it saw and keeps a picture.
// node docs.mjs <chromium> <gateway> <key> <picture>
import { chromium } from "playwright-core";

const [executablePath, gateway, key, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const problems = [];
  const elsewhere = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(gateway) && !url.startsWith("data:") && !url.startsWith("blob:")) elsewhere.push(url);
  });
  page.setDefaultTimeout(30_000);

  await page.goto(gateway + "/docs");
  await page.waitForSelector(".opblock");
  const operations = await page.locator(".opblock").count();
  await page.screenshot({ path: picture });

  await page.click(".auth-wrapper .authorize");
  await page.fill("#api_key_value, input[aria-label='auth-apikey-value'], .auth-container input[type=text]", key);
  await page.locator(".auth-container", { hasText: "X-API-Key" }).locator("button.authorize").click();
  await page.click(".btn-done");

  const operation = page.locator("#operations-ingest-ingestEvent");
  await operation.locator(".opblock-summary-control").click();
  await operation.locator("textarea.body-param__text").fill(
    JSON.stringify({ event_name: "from_the_docs", participant_id: "reader" }),
  );
  await operation.locator("button.execute").click();
  const status = await operation.locator(".live-responses-table .response-col_status").first().innerText();

  console.log(JSON.stringify({ operations, status: status.trim().slice(0, 3), problems, elsewhere }));
} finally {
  await browser.close();
}
