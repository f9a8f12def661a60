#!/bin/sh
# Signs, notarises and packs dist/VisionQuery.app: packaging/macos/package.sh VERSION
# Not yet run: there was no Mac where it was written.
#
# SIGNING_IDENTITY     "Developer ID Application: …"; without it the app is signed ad hoc, and nothing is notarised
# APPLE_ID, APPLE_TEAM, APPLE_PASSWORD   of the account that notarises (an app-specific password)
set -eu

version=$1
here=$(cd "$(dirname "$0")" && pwd)
app=dist/VisionQuery.app
image="dist/VisionQuery-$version-macos-$(uname -m).dmg"
identity=${SIGNING_IDENTITY:--}

sign() {
    if [ "$identity" = - ]; then
        codesign --force --sign - "$@"
    else
        codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$identity" "$@"
    fi
}

# From the inside out: a signature covers what is below it. --deep would skip libraries in Resources and is discouraged.
find "$app" -type f \( -name '*.dylib' -o -name '*.so' \) -print | while IFS= read -r library; do sign "$library"; done
find "$app/Contents/Frameworks" -type d -name '*.framework' -prune -print 2>/dev/null |
    while IFS= read -r framework; do sign "$framework"; done
sign "$app/Contents/MacOS/visionquery"
sign "$app"
codesign --verify --deep --strict --verbose=2 "$app"

notarise() {
    xcrun notarytool submit "$1" --wait --apple-id "$APPLE_ID" --team-id "$APPLE_TEAM" --password "$APPLE_PASSWORD"
}

if [ "$identity" != - ] && [ -n "${APPLE_ID:-}" ]; then
    ditto -c -k --keepParent "$app" build/notarise.zip
    notarise build/notarise.zip
    xcrun stapler staple "$app"
fi

# A disk image with the app and a link to where it goes.
rm -rf build/dmg && mkdir -p build/dmg
cp -R "$app" build/dmg/
ln -s /Applications build/dmg/Applications
hdiutil create -volname VisionQuery -srcfolder build/dmg -ov -format ULFO "$image"
if [ "$identity" != - ]; then
    codesign --force --timestamp --sign "$identity" "$image"
    if [ -n "${APPLE_ID:-}" ]; then
        notarise "$image"
        xcrun stapler staple "$image"
    fi
fi
echo "$image"
