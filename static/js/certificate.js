// Keeps the certificate as a picture, drawn by the reader's own browser with its own typefaces.

const SCALE = 2;

for (const button of document.querySelectorAll("[data-save-picture]")) {
  button.hidden = false;
  button.addEventListener("click", () => savePicture(document.querySelector(button.dataset.savePicture), button.dataset.name));
}

async function savePicture(drawing, name) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = drawing.viewBox.baseVal.width * SCALE;
  canvas.height = drawing.viewBox.baseVal.height * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = name;
  link.click();
}
