package view

import "vigie/monitor"

// sealed stands for every screen about people while they cannot be read. Nothing
// was lost, and what can be done depends on why.
func (p *page) sealed() Screen {
	switch {
	case p.Keychain == "": // the key store may be asking for its own password
		return Screen{Title: p.t("opening.title"), Lead: p.t("opening.text")}
	case p.Settings.VaultFile && p.Keychain == monitor.KeychainLocked:
		return p.sealedFile()
	case p.Settings.VaultUnused && p.Keychain == monitor.KeychainUnavailable:
		return p.chooseFile()
	}
	state := string(p.Keychain)
	n := Notice{Tag: Tag{Question, p.t("sealed.not-checked"), Attention}, Text: p.t("sealed." + state), Buttons: []Button{
		{Text: p.t("sealed.retry"), Kind: Primary, Intent: Unlock{}},
	}}
	if p.unreadable() {
		n.Buttons = append(n.Buttons, p.restoreButton(), Button{Text: p.t("sealed.start-over"), Kind: Grave, Intent: Confirm{Then: EraseAll{}}})
	}
	return Screen{Title: p.t("sealed.title"), Lead: p.t("keychain." + state), Blocks: []Block{n}}
}

// unreadable reports whether the key store no longer has what opens the household.
func (p *page) unreadable() bool {
	return p.Keychain == monitor.KeychainLost || p.Keychain == monitor.KeychainChanged
}

// sealedFile asks for the passphrase of the file that stands in for the key store.
func (p *page) sealedFile() Screen {
	return Screen{Title: p.t("sealed.file.title"), Lead: p.t("sealed.file"), Blocks: []Block{Form{
		Fields:  []Field{p.field("unlock.passphrase", SecretField, "")},
		Buttons: []Button{{Text: p.t("sealed.file.do"), Kind: Primary, Intent: Submit{Form: FormUnlock}}},
	}}}
}

// chooseFile offers such a file where there is no key store and nothing was kept
// yet.
func (p *page) chooseFile() Screen {
	return Screen{Title: p.t("vault.title"), Lead: p.t("vault.lead"), Blocks: []Block{
		Card{Title: p.t("vault.file"), Sub: p.t("vault.sub"), Blocks: []Block{Form{
			Fields:  []Field{p.field("vault.passphrase", SecretField, ""), p.field("vault.again", SecretField, "")},
			Buttons: []Button{{Text: p.t("vault.do"), Kind: Primary, Intent: Submit{Form: FormVault}}},
		}}},
		Card{Title: p.t("vault.other"), Sub: p.t("sealed.unavailable.open"), Blocks: []Block{
			Buttons{Items: []Button{{Text: p.t("sealed.retry"), Intent: Unlock{}}}},
		}},
	}}
}
