// Enough to read a price tag, small enough for a phone's network.
const PHOTO_SIZE = 1280;
const PHOTO_QUALITY = 0.8;

/**
 * @param {File} file a photo as the camera took it, of several megabytes
 * @returns {Promise<string>} data URL of a small JPEG, the right way up
 */
export async function shrinkPhoto(file) {
    const bitmap = await createImageBitmap(file);
    const ratio = Math.min(1, PHOTO_SIZE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * ratio);
    canvas.height = Math.round(bitmap.height * ratio);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", PHOTO_QUALITY);
}
