; Inno Setup 6 script: one installer of the bundle in dist\visionquery. Built by .github/workflows/release.yml:
;   iscc /DVersion=0.1.0 packaging\windows\visionquery.iss
; Not yet run: there was no Windows machine where it was written.

#ifndef Version
  #error "Give the version: iscc /DVersion=x.y.z"
#endif

[Setup]
; Never change AppId: an upgrade finds the program that is there by it.
AppId={{6E1B6C1B-6D0D-4B0E-9E0F-2B8F5C5D7A31}
AppName=VisionQuery
AppVersion={#Version}
AppVerName=VisionQuery {#Version}
AppPublisher=The VisionQuery developers
AppPublisherURL=https://github.com/visionquery/visionquery
DefaultDirName={autopf}\VisionQuery
DefaultGroupName=VisionQuery
DisableProgramGroupPage=yes
DisableDirPage=auto
; For this person alone and without an administrator, unless asked otherwise.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\icons\visionquery.ico
UninstallDisplayIcon={app}\visionquery.exe
OutputDir=..\..\dist
OutputBaseFilename=VisionQuery-{#Version}-windows-x64-setup
Compression=lzma2/max
SolidCompression=yes
LZMAUseSeparateProcess=yes
WizardStyle=modern
; The window and its worker hold files open: Windows' restart manager closes them, and opens the window again after.
CloseApplications=yes
RestartApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.AddToPath=Make the command line "visionquery-cli" known to terminals
de.AddToPath=Den Befehl "visionquery-cli" in Terminals bekannt machen
en.ForgetLibrary=Delete VisionQuery's library too?%n%nIt holds your favourites, ratings and saved searches, and what was learnt of your photos. The photos themselves are never touched.
de.ForgetLibrary=Auch die Bibliothek von VisionQuery löschen?%n%nSie enthält Ihre Favoriten, Bewertungen und gespeicherten Suchen sowie alles, was über Ihre Fotos bekannt ist. Die Fotos selbst werden nie angerührt.

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "addtopath"; Description: "{cm:AddToPath}"; Flags: unchecked

[InstallDelete]
; An upgrade leaves no module of the older version behind.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\visionquery\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\VisionQuery"; Filename: "{app}\visionquery.exe"
Name: "{autodesktop}\VisionQuery"; Filename: "{app}\visionquery.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\Directory\shell\VisionQuery"; ValueType: string; ValueData: "VisionQuery"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Directory\shell\VisionQuery"; ValueType: string; ValueName: "Icon"; ValueData: "{app}\visionquery.exe"
Root: HKA; Subkey: "Software\Classes\Directory\shell\VisionQuery\command"; ValueType: string; ValueData: """{app}\visionquery.exe"" ""%1"""
Root: HKA; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: addtopath; Check: NotOnPath and not IsAdminInstallMode

[Run]
Filename: "{app}\visionquery.exe"; Description: "{cm:LaunchProgram,VisionQuery}"; Flags: nowait postinstall skipifsilent

[Code]
function NotOnPath: Boolean;
var
  Path: String;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
    Path := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') = 0;
end;

procedure TakeFromPath;
var
  Path, Entry: String;
  Place: Integer;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
    exit;
  Entry := ';' + ExpandConstant('{app}');
  Place := Pos(Uppercase(Entry), Uppercase(Path));
  if Place = 0 then
    exit;
  Delete(Path, Place, Length(Entry));
  RegWriteExpandStringValue(HKCU, 'Environment', 'Path', Path);
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Library: String;
begin
  if Step <> usPostUninstall then
    exit;
  TakeFromPath;
  { platformdirs' user_data_dir on Windows }
  Library := ExpandConstant('{localappdata}\VisionQuery');
  { A silent uninstall asks nothing and deletes nothing. }
  if DirExists(Library) and not UninstallSilent then
    if MsgBox(CustomMessage('ForgetLibrary'), mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
      DelTree(Library, True, True, True);
end;
