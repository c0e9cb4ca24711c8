from odoo import models
from odoo.tools import format_amount, format_date

from .kpi_regulation_paper import BLANK


class KpiRegulation(models.Model):
    """Blocks of an apprentice contract, from ``kpi.apprenticeship``.

    Without a subject they are the form: lines to be filled in by hand. Everything that
    article 199 of the Labour Code asks for is in them.
    """

    _inherit = "kpi.regulation"

    def _get_contract_date(self, subject):
        if not subject:
            return "“____” ______________ 20____"
        return format_date(self.env, subject.date_from, date_format="long")

    def _fill(self, value):
        """A value, or a line for the pen."""
        return value or BLANK

    def _fill_date(self, day):
        return format_date(self.env, day, date_format="long") if day else BLANK

    def _fill_money(self, subject, name):
        if not subject:
            return BLANK
        return format_amount(self.env, subject[name], subject.currency_id)

    def _get_person_sudo(self, subject):
        # sudo: names and addresses of the parties, for whoever may read the contract.
        return (subject or self.env["kpi.apprenticeship"]).sudo().employee_id

    def _block_parties(self, subject):
        company = self._get_paper_company(subject).sudo()
        text = self.env._(
            "%(company)s, hereinafter “the Employer”, represented by %(job)s %(name)s, "
            "who acts on the basis of %(basis)s, on the one side, and %(person)s, "
            "hereinafter “the Apprentice”, on the other side, have concluded this "
            "contract.",
            company=company.name,
            job=self._fill(company.kpi_signer_job),
            name=self._fill(company.kpi_signer_name),
            basis=self._fill(company.kpi_signer_basis),
            person=self._fill(self._get_person_sudo(subject).name),
        )
        return [{"text": text}]

    def _block_subject(self, subject):
        forms = dict(
            self.env["kpi.apprenticeship"]
            ._fields["form"]
            ._description_selection(self.env)
        )
        contract = subject or self.env["kpi.apprenticeship"]
        # sudo: names of jobs, grade and mentor.
        contract_sudo = contract.sudo()
        post = ", ".join(
            filter(
                None,
                (contract_sudo.target_job_id.name, contract_sudo.target_grade_id.name),
            )
        )
        texts = [
            self.env._(
                "The qualification to be gained: %(name)s.",
                name=self._fill(contract.qualification),
            ),
            self.env._("The post after the training: %(post)s.", post=self._fill(post)),
            self.env._(
                "The form of training: %(form)s. The mentor: %(mentor)s.",
                form=forms[contract.form].lower() if contract else BLANK,
                mentor=self._fill(contract_sudo.mentor_id.name),
            ),
            self.env._(
                "The term of the training, in months: %(months)s, from %(start)s to "
                "%(end)s.",
                months=contract.months or "____",
                start=self._fill_date(contract.date_from),
                end=self._fill_date(contract.date_to),
            ),
        ]
        return [{"text": text} for text in texts]

    def _block_stipend(self, subject):
        texts = [
            self.env._(
                "During the training the apprentice is paid a stipend of %(amount)s a "
                "month. It is not below the federal minimum wage (article 204 of the "
                "Labour Code).",
                amount=self._fill_money(subject, "stipend"),
            ),
            self.env._(
                "The stipend is paid on the days on which the employer pays wages; for "
                "a part of a month, in proportion to its calendar days."
            ),
            self.env._(
                "Work that the apprentice does in practical lessons is paid at the "
                "rates in force."
            ),
        ]
        if subject and subject.is_additional:
            texts.append(
                self.env._(
                    "The apprentice goes on to work under the labour contract and gets "
                    "the wages of it beside the stipend."
                )
            )
        return [{"text": text} for text in texts]

    def _block_duty(self, subject):
        texts = [
            self.env._(
                "The training ends with an exam before the attestation commission of "
                "the employer, on %(date)s at the latest.",
                date=self._fill_date(subject and subject.date_to),
            ),
            self.env._(
                "After the exam is passed, the apprentice works for the employer under "
                "a labour contract for at least so many months: %(months)s. The term "
                "counts from the first day of that work.",
                months=subject.duty_months if subject else "____",
            ),
            self.env._(
                "Whoever does not pass the exam may take it once more within a month; "
                "after that the employer may refuse to conclude a labour contract."
            ),
        ]
        return [{"text": text} for text in texts]

    def _block_repayment(self, subject):
        company = self._get_paper_company(subject).sudo()
        texts = [
            self.env._(
                "The costs of the training beside the stipend are %(amount)s; they are "
                "proved by documents.",
                amount=self._fill_money(subject, "cost"),
            )
        ]
        if company.kpi_owes_stipend:
            texts.append(
                self.env._(
                    "The stipend paid belongs to the costs that are returned in "
                    "proportion to the time not worked."
                )
            )
        texts.append(self.env._("Whoever leaves for a good reason returns nothing."))
        return [{"text": text} for text in texts]

    def _block_requisites(self, subject):
        company = self._get_paper_company(subject).sudo()
        person = self._get_person_sudo(subject)
        signer = company._kpi_prepare_signer()
        employer = [
            self.env._("Employer"),
            company.name,
            self.env._(
                "Address: %(address)s", address=self._fill(_join_address(company))
            ),
            self.env._("Tax number: %(number)s", number=self._fill(company.vat)),
            self.env._(
                "Registration number: %(number)s",
                number=self._fill(company.company_registry),
            ),
            self.env._("Phone: %(phone)s", phone=self._fill(company.phone)),
        ]
        apprentice = [
            self.env._("Apprentice"),
            self._fill(person.name),
            self.env._(
                "Address: %(address)s",
                address=self._fill(_join_address(person, "private_")),
            ),
            self.env._(
                "Passport: %(passport)s, issued by %(by)s",
                passport=self._fill(person.passport_id),
                by=BLANK,
            ),
            self.env._("Phone: %(phone)s", phone=self._fill(person.private_phone)),
        ]
        signs = [
            (signer["job"], signer["name"]),
            (self.env._("Apprentice"), person.name or ""),
            (self.env._("I have received my copy: apprentice"), person.name or ""),
        ]
        return [{"sides": [employer, apprentice]}, {"signs": signs}]


def _join_address(record, prefix=""):
    names = ("zip", "city", "street", "street2")
    return ", ".join(filter(None, (record[f"{prefix}{name}"] for name in names)))
