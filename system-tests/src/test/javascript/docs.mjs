// Uses /docs as a reader would: opens an operation, gives a key, tries it; then says what it saw and keeps pictures.
// node docs.mjs <chromium> <gateway> <key> <picture of the page> <picture of the operation>
import { chromium } from "playwright-core";

const [executablePath, gateway, key, pagePicture, operationPicture] = process.argv.slice(2);
const problems = [];
const elsewhere = [];
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
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
try {
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== new URL(gateway).origin) elsewhere.push(url.href);
  });
  page.setDefaultTimeout(30_000);

  await page.goto(gateway + "/docs");
  await page.waitForSelector(".opblock");
  const operations = await page.locator(".opblock").count();

  await page.click(".auth-wrapper .authorize");
  const apiKey = page.locator(".auth-container", { hasText: "X-API-Key" });
  await apiKey.locator("input[type=text]").fill(key);
  await apiKey.locator("button.authorize").click();
  await page.click(".btn-done");
  await page.screenshot({ path: pagePicture });

  const operation = page.locator("#operations-ingest-ingestEvent");
  await operation.locator(".opblock-summary-control").click();
  await operation.locator("textarea.body-param__text").fill(
    JSON.stringify({ event_name: "from_the_docs", participant_id: "reader" }, null, 2),
  );
  await operation.locator("button.execute").click();
  const answer = operation.locator(".live-responses-table tbody");
  const status = (await answer.locator(".response-col_status").first().innerText()).trim();
  const body = await answer.locator(".response-col_description .highlight-code").first().innerText();
  await operation.locator(".live-responses-table").evaluate((table) => table.scrollIntoView({ block: "end" }));
  await page.screenshot({ path: operationPicture });

  console.log(JSON.stringify({ operations, status, body, problems, elsewhere }));
} catch (error) {
  await page.screenshot({ path: pagePicture });
  console.log(JSON.stringify({ problems, elsewhere }));
  throw error;
} finally {
  await browser.close();
}
